import { requireConsent } from "../../../script/prepare/consent";

const LOSSES = ["a data disk (data)", "the history of metrics (edge)"];
const nobody = (): never => {
  throw new Error("nobody was to be asked");
};

it("is not asked for where nothing is lost", async () => {
  for (const autoApprove of [true, false])
    await requireConsent([], { autoApprove, acceptLosses: false, terminal: true, ask: nobody });
});

it("is given beforehand by an option of its own", async () => {
  await requireConsent(LOSSES, { autoApprove: true, acceptLosses: true, terminal: false, ask: nobody });
  await requireConsent(LOSSES, { autoApprove: false, acceptLosses: true, terminal: true, ask: nobody });
});

it("is not given by --auto-approve alone, whether or not somebody is there", async () => {
  for (const terminal of [true, false]) {
    await expect(
      requireConsent(LOSSES, { autoApprove: true, acceptLosses: false, terminal, ask: nobody }),
    ).rejects.toThrow(
      "nothing was changed: this would lose for good: a data disk (data), the history of metrics (edge). If it may go, type npm run deploy -- --auto-approve --accept-losses",
    );
  }
});

it("is refused without a terminal", async () => {
  await expect(
    requireConsent(LOSSES, { autoApprove: false, acceptLosses: false, terminal: false, ask: nobody }),
  ).rejects.toThrow(/If it may go, type npm run deploy -- --accept-losses$/);
});

it("is asked for in a terminal", async () => {
  const asked: string[] = [];
  const consent = (answer: boolean) =>
    requireConsent(LOSSES, {
      autoApprove: false,
      acceptLosses: false,
      terminal: true,
      ask: async (question) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
  await consent(true);
  expect(asked).toEqual(["This would lose for good: a data disk (data), the history of metrics (edge)."]);
  await expect(consent(false)).rejects.toThrow("nothing was changed: expected the answer yes");
});
