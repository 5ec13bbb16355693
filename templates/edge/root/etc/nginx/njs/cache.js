// /long_dummy stays warm: its answer is renewed every few seconds, before it expires, whether users come or not.

const ATTEMPTS = 3;

// js_periodic; a refresh that is still under way when the next one is due is given up, and its answer is not stored.
async function refresh() {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const reply = await ngx.fetch("http://127.0.0.1:8099/long_dummy");
      if (reply.status === 200) return;
    } catch (e) {
      // The next attempt, or the next period, has the answer.
    }
  }
}

// Seconds since the instance made the answer that is being served.
function age(r) {
  const made = Date.parse(r.variables.upstream_http_date);
  return isNaN(made) ? "" : String(Math.max(0, Math.floor((Date.now() - made) / 1000)));
}

export default { age, refresh };
