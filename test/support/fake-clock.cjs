// Preloaded by `node --require`: the clock shows the time in FAKE_TIME, and stands still.
const time = Date.parse(process.env.FAKE_TIME);
const Real = Date;
class Fake extends Real {
  constructor(...args) {
    if (args.length === 0) super(time);
    else super(...args);
  }
  static now() {
    return time;
  }
}
globalThis.Date = Fake;
