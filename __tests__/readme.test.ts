import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";
import { type Markdown, markdown } from "./support/markdown";

const read = (file: string): Markdown => markdown(readFileSync(join(PROJECT_ROOT, file), "utf8"));
const english = read("README.md");
const russian = read("README.ru.md");

const sorted = (items: Iterable<string>): string[] => [...items].sort();
/** The numbers of a text. Sorted: one language says "1 of 9" where the other says "of 9, 1". */
const numbers = (text: string): string[] => sorted(text.match(/\d+(?:\.\d+)*/g) ?? []);
const cells = (row: string): string[][] => row.split("|").map(numbers);
/** Writes numbers without marks between thousands, and with a decimal point. */
const plainEnglish = (text: string): string => text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "");
const plainRussian = (text: string): string =>
  text.replace(/(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))/g, "").replace(/(?<=\d),(?=\d)/g, ".");

describe("README.md and README.ru.md", () => {
  it("give the same commands in the same order", () => {
    expect(english.commands).toContain("sudo ./script/lab up");
    expect(russian.commands).toEqual(english.commands);
  });

  it("have headings of the same levels in the same order", () => {
    expect(english.headings.length).toBeGreaterThan(1);
    expect(russian.headings).toEqual(english.headings);
  });

  it("name each other first", () => {
    expect(english.targets[0]).toBe("README.ru.md");
    expect(russian.targets[0]).toBe("README.md");
  });

  it("link to the same places", () => {
    expect(english.targets.length).toBeGreaterThan(1);
    expect(sorted(russian.targets.slice(1))).toEqual(sorted(english.targets.slice(1)));
  });

  it("show the same pictures", () => {
    expect(english.images).toContain("docs/page.png");
    expect(russian.images).toEqual(english.images);
  });

  it("name the same commands, files and settings in the text", () => {
    expect(english.spans).toContain("npm run init");
    expect(sorted(new Set(russian.spans))).toEqual(sorted(new Set(english.spans)));
  });

  it("have tables with the same numbers, cell by cell", () => {
    const inEnglish = english.rows.map((row) => cells(plainEnglish(row)));
    expect(inEnglish.flat(2).length).toBeGreaterThan(20);
    expect(russian.rows.map((row) => cells(plainRussian(row)))).toEqual(inEnglish);
  });

  it("give the same figures in the text", () => {
    const inEnglish = numbers(plainEnglish(english.prose));
    expect(inEnglish.length).toBeGreaterThan(20);
    expect(numbers(plainRussian(russian.prose))).toEqual(inEnglish);
  });
});
