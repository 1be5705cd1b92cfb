-- Tasks by status, with times; no verdict. Messy values make every column text.
with bodies as (
  select * from read_json('HISTORY', format = 'newline_delimited',
    columns = {job: 'JSON', jobs: 'JSON[]', tasks: 'JSON[]'})
), tasks as (
  select unnest(coalesce(jobs, tasks, [job])) as task from bodies
)
select task ->> 'status' as status, count(*),
  sum(epoch(try_strptime(coalesce(task ->> 'created', task ->> 'start_time', task ->> 'created_at'),
    '%Y-%m-%dT%H:%M:%S%z')))
from tasks group by status order by 2 desc;
