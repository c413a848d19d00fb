// Keeps what is shown up to date; all of it works without.
"use strict";

const pause = 300; // ms: changes come in bursts
let waiting = 0;

/** Takes the page anew, and puts its content in the place of the old, as it was opened and where the focus was. */
async function refresh() {
  const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
  if (answer.redirected) {
    location.reload(); // to the login
    return;
  }
  if (!answer.ok) {
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const old = document.getElementById("live");
  const content = fresh.getElementById("live");
  const focused = document.activeElement?.id;
  for (const details of old.querySelectorAll("details[open][id]")) {
    content.querySelector("#" + CSS.escape(details.id))?.setAttribute("open", "");
  }
  old.replaceWith(document.adoptNode(content));
  document.title = fresh.title;
  if (focused) {
    document.getElementById(focused)?.focus({preventScroll: true});
  }
  count();
}

/** How long until each moment that something comes. */
function count() {
  for (const time of document.querySelectorAll("time.countdown")) {
    const seconds = Math.max(0, Math.round((new Date(time.dateTime) - Date.now()) / 1000));
    const rest = seconds % 60;
    time.textContent = `in ${Math.floor(seconds / 60)}:${rest < 10 ? "0" : ""}${rest}`;
  }
}

const changes = new EventSource("/live");
changes.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, pause);
});
setInterval(count, 1000);
count();
