// Rows are frozen, as k6's are.
export class SharedArray {
  constructor(name, make) {
    return Object.freeze(make().map((row) => Object.freeze(row)));
  }
}
