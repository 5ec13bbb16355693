import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Turns } from "../../script/turns";

let turns: Turns;
let open: Socket[];
let begun: number[];
beforeEach(async () => {
  turns = await Turns.serve(2);
  open = [];
  begun = [];
});
afterEach(() => {
  turns.close();
  for (const socket of open) socket.destroy();
});

/** Comes, and waits until it is noticed: as one of so many. */
async function come(): Promise<Socket> {
  const socket = connect(turns.port, "127.0.0.1");
  const mine = open.push(socket);
  socket.on("data", () => begun.push(mine));
  await present(open.filter(({ destroyed }) => !destroyed).length);
  return socket;
}

/** Resolves when so many are there, and each that has its turn knows it. */
async function present(count: number): Promise<void> {
  while (turns.present !== count || begun.filter((mine) => !open[mine - 1]?.destroyed).length < Math.min(2, count))
    await new Promise((resolve) => setImmediate(resolve));
}

it("lets so many work at a time, in the order in which they came", async () => {
  const [first] = [await come(), await come()];
  await come();
  await come();
  expect(begun).toEqual([1, 2]);
  first.destroy();
  await once(open[2] as Socket, "data");
  expect(begun).toEqual([1, 2, 3]);
});

it("does not count one that goes away while it waits", async () => {
  const [first] = [await come(), await come()];
  const gone = await come();
  await come();
  gone.destroy();
  await present(3);
  expect(begun).toEqual([1, 2]);
  first.destroy();
  await once(open[3] as Socket, "data");
  expect(begun).toEqual([1, 2, 4]);
});
