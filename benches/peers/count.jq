# Canonical tasks, counted by status; no verdict.
reduce inputs as $body ({};
  reduce ($body.job, $body.jobs[]?, $body.tasks[]? | values) as $task (.;
    .[$task.status | tostring] += 1))
