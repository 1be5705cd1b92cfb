//! The parts, one by one: `cargo bench --bench parts`, and a word behind it for some of them.

use std::borrow::Cow;
use std::hint::black_box;
use std::ops::ControlFlow;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use taskcenter::bulk::Bulk;
use taskcenter::{Dialect, ReadOptions, lenient};
use taskcenter_generate::{Dialect as Made, History, Size};

/// The scanner is private; this is as near to it as one gets: a body without any task, walked over and left.
fn scan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scan");
    let member = r#""a text of some length":["1eb697c0","b7b4",12345,null,{"deep":{"deeper":true}}]"#;
    let strange = format!("{{{}}}", vec![member; 200].join(","));
    group.throughput(Throughput::Bytes(strange.len() as u64));
    group.bench_function("no task in it", |bencher| {
        bencher.iter(|| taskcenter::read(black_box(strange.as_bytes())))
    });
    group.finish();
}

fn forms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("form");
    macro_rules! form {
        ($name:ident, [$($text:expr),*], |$given:ident| $argument:expr) => {
            $(
                let $given = $text;
                group.bench_function(format!("{}/{}", stringify!($name), $text), |bencher| {
                    bencher.iter(|| lenient::$name::read(black_box($argument)));
                });
            )*
        };
    }
    form!(
        timestamp,
        ["2018-08-06T10:41:14+0000", "2018-08-06 10:41:14+08:00", "Mon Jul 27 17:24:03 CST 2020"],
        |text| text
    );
    form!(progress, ["60%", "60 % ", "first"], |text| text);
    form!(status, ["Completed", " running", "Complete"], |text| Cow::Borrowed(text));
    form!(
        identifier,
        ["31b8ae23-c687-4d80-b7b4-42a66c9bb886", "31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886"],
        |text| Cow::Borrowed(text)
    );
    form!(address, ["192.168.12.60:3306", "192.168 .1 .203: 3306"], |text| Cow::Borrowed(text));
    form!(name, ["RestartMysqlInstance", " RestartMysqlInstance"], |text| Cow::Borrowed(text));
    form!(text, ["Single task exception."], |text| Cow::Borrowed(text));
    form!(count, ["4"], |text| text);
    group.finish();
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read one");
    for &made in Made::ALL {
        for (word, messes) in [("clean", 0.0), ("messy", 1.0)] {
            let history = History { dialects: vec![made], messes, size: Size::Tasks(64), ..History::default() };
            let bodies = bodies(&history);
            let bytes = bodies.iter().map(String::len).sum::<usize>();
            group.throughput(Throughput::Bytes(bytes as u64));
            // Sixty-four of them, so that one odd record doesn't decide.
            group.bench_function(format!("{made}/{word}"), |bencher| {
                bencher.iter(|| bodies.iter().for_each(|body| drop(black_box(taskcenter::read(body.as_bytes())))));
            });
            if let Some(dialect) = Dialect::named(made.name()) {
                let options = ReadOptions::new();
                group.bench_function(format!("{made}/{word}, dialect named"), |bencher| {
                    let read = |body: &String| drop(black_box(options.read_as(dialect, body.as_bytes())));
                    bencher.iter(|| bodies.iter().for_each(read));
                });
            }
        }
    }
    group.finish();
    let mut group = criterion.benchmark_group("read a page");
    for made in [Made::GeminidbJobs, Made::GaussdbTasks] {
        let (page, size) = (Some(100), Size::Tasks(100));
        let page =
            bodies(&History { dialects: vec![made], page, size, messes: 0.3, ..History::default() }).concat();
        group.throughput(Throughput::Bytes(page.len() as u64));
        group.bench_function(made.name(), |bencher| bencher.iter(|| taskcenter::read(black_box(page.as_bytes()))));
    }
    group.finish();
}

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bulk");
    let history = bodies(&History { messes: 0.3, size: Size::Bytes(1_000_000), ..History::default() }).concat();
    let options = ReadOptions::new();
    group.throughput(Throughput::Bytes(history.len() as u64));
    group.sample_size(20).bench_function("one megabyte", |bencher| {
        bencher.iter(|| {
            let mut conforming = 0;
            let broken = Bulk::new(history.as_bytes(), &options).for_each(|body| {
                conforming += u64::from(body.conforms());
                ControlFlow::<()>::Continue(())
            });
            (broken.is_ok(), conforming)
        });
    });
    group.finish();
}

/// The four dialects of the histories alone, and among all the others.
fn registered(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("registered");
    let bodies = bodies(&History { messes: 0.0, size: Size::Bytes(1_000_000), ..History::default() }).join("\n");
    let four = Made::ALL.iter().filter_map(|made| Dialect::named(made.name()).cloned());
    let options = [("four", ReadOptions::new().dialects(four)), ("all", ReadOptions::new())];
    group.throughput(Throughput::Bytes(bodies.len() as u64));
    for (word, options) in options {
        group.sample_size(20).bench_function(word, |bencher| {
            bencher.iter(|| {
                let mut tasks = 0;
                let history = Bulk::new(bodies.as_bytes(), &options).for_each(|body| {
                    tasks += body.tasks().len();
                    ControlFlow::<()>::Continue(())
                });
                black_box((history.is_ok(), tasks))
            });
        });
    }
    group.finish();
}

fn violations(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("violations");
    let bodies = bodies(&History { messes: 1.0, size: Size::Tasks(64), ..History::default() });
    let readings: Vec<_> = bodies.iter().map(|body| taskcenter::read(body.as_bytes())).collect();
    group.throughput(Throughput::Elements(readings.len() as u64));
    group.bench_function("of messy bodies", |bencher| {
        bencher.iter(|| readings.iter().map(|reading| reading.violations().len()).sum::<usize>());
    });
    group.finish();
}

fn bodies(history: &History) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut making = history.bodies();
    let mut body = String::new();
    while making.write_next(&mut body) {
        bodies.push(std::mem::take(&mut body));
    }
    bodies
}

criterion_group!(parts, scan, forms, read, whole, registered, violations);
criterion_main!(parts);
