import { readFileSync } from "node:fs";
import { join } from "node:path";
import { everywhere, own, parseNginx, type Directive } from "../../support/nginx";
import { PROJECT_ROOT } from "../../../config/paths";

const FILE = join(PROJECT_ROOT, "templates", "edge", "root", "etc", "nginx", "page.conf");
const [PAGE] = parseNginx(readFileSync(FILE, "utf8"));
const block = PAGE?.block ?? [];
const locations = everywhere(block, "location").filter(({ words }) => !words.includes("/-/") || words.includes("="));

const named = (start: string): readonly Directive[] =>
  locations.find(({ words }) => words.slice(1).join(" ").startsWith(start))?.block ?? [];
const API = named("~ ^/-/api/v1/");

describe("the way to the page", () => {
  it("is one place, before all regular expressions, and asks for the password there", () => {
    expect(PAGE?.words).toEqual(["location", "^~", "/-/"]);
    expect(own(block, "auth_basic_user_file")).toEqual(["/etc/bingo/page/password"]);
    // Nothing below switches it off.
    expect(everywhere(block, "auth_basic")).toHaveLength(1);
    expect(everywhere(block, "satisfy")).toEqual([]);
  });

  it("is https alone, in each location: nginx does not hand an if down", () => {
    const refusing = [block, named("= /-/"), API].map((inner) => own(inner, "if"));
    expect(refusing.map((conditions) => conditions[0])).toEqual(Array(3).fill("($https =  )"));
    expect(own(named("~ ^/-/."), "return")).toEqual(["404"]);
  });

  it("ends at three questions that change nothing", () => {
    const [pattern = ""] = /\(\?<question>[^)]*\)/.exec(locations.map(({ words }) => words.join(" ")).join("\n")) ?? [];
    expect(pattern).toBe("(?<question>query|query_range|alerts)");
    expect(own(API, "limit_except")).toEqual(["GET"]);
    expect(own(API, "proxy_pass")).toEqual(["http://127.0.0.1:9090/api/v1/$question$is_args$args"]);
    expect(everywhere(block, "proxy_pass")).toHaveLength(1);
  });

  it("hands no password on, caches nothing, and is no user's request", () => {
    expect(own(API, "proxy_set_header")).toContain("Authorization ");
    expect(everywhere(block, "proxy_cache")).toEqual([]);
    expect(own(block, "access_log")).toEqual(["/var/log/nginx/page.log page if=$refused"]);
    expect(own(block, "limit_req")).toEqual(["zone=page burst=200 nodelay"]);
    expect(own(block, "limit_req_status")).toEqual(["429"]);
  });

  it("announces HTTP/3 as all others do, though it has headers of its own", () => {
    expect(own(block, "add_header")).toContain('Alt-Svc h3=":443"; ma=86400 always');
  });
});
