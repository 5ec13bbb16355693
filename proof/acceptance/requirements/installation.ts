import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

/** Points 10 and 11: how it is deployed, where, and in whose name. */
export const INSTALLATION: readonly Row[] = [
  {
    id: "student-email",
    point: 11,
    text: "student_email is the owner's",
    limit: { atMost: 0 },
    unit: "nodes with another one",
    reach: "machines",
    needs: ["machines-before"],
    finding: otherEmails,
  },
  {
    id: "student-email-shown",
    point: 11,
    text: "student_email is the owner's, as seen from outside (GET /config)",
    limit: { atMost: 0 },
    unit: "other answers",
    reach: "machines",
    needs: ["front"],
    finding: shownEmail,
  },
  ...sharing({ reach: "person", needs: [], finding: () => notMeasured() }, [
    {
      id: "one-command",
      point: 10,
      text: "The whole installation is deployed by one command",
      limit: { atMost: 1 },
      unit: "commands",
    },
    {
      id: "one-zone",
      point: 11,
      text: "One availability zone",
      limit: { exactly: 1 },
      unit: "zones",
    },
  ]),
];

/** Whether the config that bingo shows of itself has the config's address; not every bingo shows one. */
function shownEmail({ facts: { configPage: page }, subject }: Found): Finding {
  const expected = subject.machines?.studentEmail;
  if (!page || expected === undefined) return notMeasured();
  if (page.code === "404") return notMeasured("this bingo has no /config");
  const found = page.emails.length === 0 ? `no e-mail, status ${page.code}` : page.emails.join(", ");
  return page.emails.includes(expected)
    ? { value: 0, detail: expected }
    : { value: 1, detail: `expected ${expected}, found ${found}` };
}

/** The number of application nodes with another address than the config's. */
function otherEmails({ facts: { machines }, subject }: Found): Finding {
  const expected = subject.machines?.studentEmail;
  if (!machines?.emails || expected === undefined) return notMeasured();
  const others = machines.emails
    .filter(({ email }) => email !== expected)
    .map(({ machine, email }) => `${machine}: ${email}`);
  return {
    value: others.length,
    detail: others.length > 0 ? `expected ${expected}, found ${others.join(", ")}` : expected,
  };
}
