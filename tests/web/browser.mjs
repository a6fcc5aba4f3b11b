/** What the modules under test take from a browser, as far as their logic needs it: no page, no clock, no network. */

import { mock } from "node:test";

class Storage {
  constructor() {
    Object.defineProperty(this, "full", { value: false, writable: true, enumerable: false });
  }
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name, value) {
    if (this.full) throw new Error("QuotaExceededError");
    this[name] = value;
  }
  removeItem(name) {
    delete this[name];
  }
}

/** A new empty tab; `address`: where it stands. What is reported there is in the answer. */
export function tab(address = "http://desk/t/member") {
  const reported = [];
  globalThis.sessionStorage = new Storage();
  globalThis.location = new URL(address);
  globalThis.history = { state: null, replaceState: (_, __, to) => (globalThis.location = new URL(to)) };
  globalThis.window = new EventTarget();
  globalThis.document = new EventTarget();
  globalThis.reportError = (error) => reported.push(error);
  return reported;
}

/** Lets everything that waits for nothing but its turn come to its end. */
export async function turns() {
  for (let n = 0; n < 50; n += 1) await Promise.resolve();
}

/** The clock goes on, by so many steps of so many milliseconds; what becomes due on the way happens. */
export async function later(ms, step = 250) {
  for (let gone = 0; gone < ms; gone += step) {
    mock.timers.tick(step);
    await turns();
  }
}

/** A generator of small whole numbers, the same on every run. */
export function dice(seed = 1) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
