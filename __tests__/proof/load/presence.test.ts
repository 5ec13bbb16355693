import { hasRow } from "../../../proof/load/presence";
import type { Answer } from "../../../proof/load/request";

function answer(status: number, body: string, error?: string): Answer {
  const buffer = Buffer.from(body);
  return { status, headers: {}, body: buffer, bytes: buffer.length, ...(error === undefined ? {} : { error }) };
}

it.each([
  [404, "404 page not found\n"],
  [404, '{"error":"not found"}'],
  [204, ""],
  [200, ""],
  [200, "null\n"],
  [200, "[]"],
  [200, "[ ]\n"],
  [200, " {\n} "],
])("there is no such row: %i %j", (status, body) => {
  expect(hasRow(answer(status, body))).toBe(false);
});

it.each([
  [200, '{"id":1}'],
  [200, '[{"id":1}]'],
])("there is one: %i %j", (status, body) => {
  expect(hasRow(answer(status, body))).toBe(true);
});

it("is not known after an error", () => {
  expect(hasRow(answer(500, "null"))).toBeUndefined();
  expect(hasRow(answer(504, '{"error":"timeout"}'))).toBeUndefined();
  expect(hasRow(answer(200, "[]", "UND_ERR_SOCKET"))).toBeUndefined();
  expect(hasRow(answer(0, "", "ETIMEDOUT"))).toBeUndefined();
});
