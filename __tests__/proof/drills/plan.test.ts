import { drills } from "../../../proof/drills/drills";
import { drillIds, planDrills } from "../../../proof/drills/plan";

const ALL = drills({ quick: false }).map(({ id }) => id);

function planned(...options: Parameters<typeof planDrills>): string[] {
  return planDrills(...options).map(({ drill, rate }) => `${drill.id} ${rate}`);
}

describe("planDrills", () => {
  it("plans every drill at both rates", () => {
    expect(planned({})).toEqual([...ALL.map((id) => `${id} 60`), ...ALL.map((id) => `${id} 120`)]);
  });

  it("plans a process and a node at the peak rate in the quick form", () => {
    expect(planned({ quick: true }).slice(ALL.length)).toEqual(["panic-operation 120", "app-node-power 120"]);
    expect(planned({ quick: true, rate: 120 })).toHaveLength(ALL.length);
  });

  it("plans the chosen ones in their order", () => {
    expect(planned({ only: ["app-node-power", "panic-operation"], rate: 60 })).toEqual([
      "panic-operation 60",
      "app-node-power 60",
    ]);
  });
});

describe("drillIds", () => {
  it("reads ids with commas between them", () => {
    expect(drillIds("panic-operation, packet-loss")).toEqual(["panic-operation", "packet-loss"]);
  });

  it("asks whether a near one was meant, and names all", () => {
    expect(() => drillIds("panic-operation,app-node-pwoer")).toThrow(
      `expected ids of drills, found "app-node-pwoer"; did you mean "app-node-power"? All are ${ALL.join(", ")}.`,
    );
  });
});
