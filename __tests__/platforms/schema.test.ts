import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import classic from "../../src/platforms/classic.json" with { type: "json" };
import { readPlatform } from "../../src/platforms/platform.js";

const root = join(import.meta.dirname, "../..");
const schema = JSON.parse(readFileSync(join(root, "schemas/platform.schema.json"), "utf8"));
const validate = new Ajv2020({ allErrors: true }).compile(schema);
/** The platform file that README.md shows. */
const inReadme =
  /```json\n(\{\n {2}"extends"[\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";

function isRead(text: string): boolean {
  try {
    readPlatform("own.json", text);
    return true;
  } catch {
    return false;
  }
}

test.each<[string, string, boolean]>([
  ["classic itself", JSON.stringify(classic), true],
  ["what README.md shows", inReadme, true],
  ["an extension that changes nothing", '{"extends":"classic"}', true],
  ["nothing at all", "{}", false],
  ["an unknown base", '{"extends":"cloud"}', false],
  ["an unknown field", '{"extends":"classic","colour":"red"}', false],
  ["an unknown rule", '{"extends":"classic","severities":{"no::rule":"error"}}', false],
  ["an unknown severity", '{"extends":"classic","severities":{"hooks::crlf":"fatal"}}', false],
  ["a release that is none", '{"extends":"classic","series":{"3.12":{"latest":"3.12"}}}', false],
])("the schema and the reader agree on %s", (_, text, valid) => {
  expect({ schema: validate(JSON.parse(text)), reader: isRead(text) }).toEqual({ schema: valid, reader: valid });
});

test("the schema knows the rules of classic", () => {
  expect(schema.properties.severities.propertyNames.enum).toEqual(Object.keys(classic.severities));
});
