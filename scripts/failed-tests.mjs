// The failed tests of a report, each with the first lines of its reason: the log of `.ci/run` is long, and its end has to say why it failed.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const show = (what, messages) => {
  const reason = messages.join("\n").split("\n").slice(0, 12);
  console.log([`- ${what}`, ...reason].join("\n    "));
};

for (const file of report.testResults) {
  const failed = file.assertionResults.filter((test) => test.status === "failed");
  if (file.status === "failed" && failed.length === 0) show(file.name, [file.message]);
  for (const test of failed) show(`${file.name}: ${test.fullName}`, test.failureMessages);
}
