// A tree, the verdict and its reasons, times and percents.
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020");

const [history, schemas] = process.argv.slice(2);
const schema = (name) => JSON.parse(fs.readFileSync(path.join(schemas, `${name}.schema.json`), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
ajv.addSchema(schema("task"));
const [rds, dds, geminidb, gaussdb] = ["rds-job", "dds-job", "geminidb-jobs", "gaussdb-tasks"].map((name) =>
  ajv.compile(schema(name)),
);

const count = { bodies: 0, invalid: 0, tasks: 0, created: 0, progress: 0 };
const time = (task) => {
  const text = task.created ?? task.start_time ?? task.created_at;
  // `Date` wants a colon in the offset.
  const time = Date.parse(String(text).replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(time) ? 0 : time / 1000;
};
const lines = require("readline").createInterface({ input: fs.createReadStream(history) });
lines.on("line", (line) => {
  const body = JSON.parse(line);
  const id = body.job?.instance?.id;
  const job = typeof id === "string" && id.endsWith("in02") ? dds : rds;
  const validate = body.job ? job : body.jobs ? geminidb : gaussdb;
  count.bodies++;
  if (!validate(body)) count.invalid += validate.errors.length > 0;
  for (const task of body.job ? [body.job] : (body.jobs ?? body.tasks ?? [])) {
    count.tasks++;
    count.created += time(task);
    count.progress += parseInt(task.process ?? task.progress, 10) || 0;
  }
});
lines.on("close", () => console.log(`bodies ${count.bodies} tasks ${count.tasks} invalid ${count.invalid}`));
