// A list for a client of HTTP/1.0: sent with its length, and only when it has come to its end. One that broke off is a 502,
// which is held and asked again as any other (hold.js).

import fs from "fs";

const FOLDER = "/var/lib/nginx/proxy/";
// What nginx says for itself.
const OWN = ["connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"];

async function handle(r) {
  // HEAD, so that nginx keeps no copy in memory; nginx.conf makes it GET again. What a subrequest says of its status is of
  // the answer's beginning: that it broke off is seen by its file alone, which is then missing.
  const reply = await r.subrequest("/_whole", { method: "HEAD" });
  const file = FOLDER + r.variables.request_id;
  let status = reply.status;
  let text = "";
  if (status === 200) {
    try {
      text = fs.readFileSync(file);
      fs.unlinkSync(file);
    } catch (e) {
      status = 502;
    }
  }
  for (const name in reply.headersOut) {
    if (!OWN.includes(name.toLowerCase())) r.headersOut[name] = reply.headersOut[name];
  }
  r.return(status, text);
}

export default { handle };
