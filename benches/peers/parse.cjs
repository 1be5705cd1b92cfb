// The syntax alone.
const lines = require("readline").createInterface({ input: require("fs").createReadStream(process.argv[2]) });
let bodies = 0;
lines.on("line", (line) => {
  JSON.parse(line);
  bodies++;
});
lines.on("close", () => console.log(`bodies ${bodies}`));
