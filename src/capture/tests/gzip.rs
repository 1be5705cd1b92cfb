//! What is packed, whole and damaged.

use super::*;

/// What unpacks before the damage is the same for every chunking. (found by fuzzing)
#[test]
fn damaged_gzip() {
    let text = format!("{JOB}\n").repeat(40);
    let packed = packed(text.as_bytes());
    for at in (0..packed.len()).step_by(3) {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        let whole = read(&*damaged, &Limits::default());
        for most in [1, 5, 64] {
            let slow = Slow { rest: &damaged, most, interrupted: false };
            assert_eq!(read(slow, &Limits::default()), whole, "{at}, {most} bytes at a time");
        }
    }
}

#[test]
fn packed_captures() {
    let twice = packed(&packed(JOB.as_bytes()));
    let (seen, summary) = read(&*twice, &Limits::default());
    assert_eq!((seen.len(), summary.notice_total), (1, 1));
    let mut damaged = packed(format!("{JOB}\n").repeat(1000).as_bytes());
    damaged.truncate(damaged.len() / 2);
    let (_, summary) = read(&*damaged, &Limits::default());
    assert_eq!(summary.notices[0].kind, NoticeKind::Damage);
}
