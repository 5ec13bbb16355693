import { compose, dockerd, recyclingSlots } from "../support/programs/checkers/docker";
import { judge } from "../support/programs/judge";

judge("app-node", {
  checkers: [compose, dockerd, recyclingSlots],
  // bingo-setup writes each instance's slot from this list; the template alone is no timer.
  before: String.raw`
    while read -r name _ slot; do
      if [[ $name == "#"* ]]; then continue; fi
      install -d "/etc/systemd/system/bingo-recycle@$name.timer.d"
      printf '[Timer]\nOnCalendar=%s\n' "$slot" >"/etc/systemd/system/bingo-recycle@$name.timer.d/slot.conf"
    done </etc/bingo/instances
  `,
  unjudged: {
    "/usr/local/share/bingo/image/Dockerfile": "only a running Docker reads it: the lab builds the image",
  },
});
