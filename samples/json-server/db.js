// The data of a fresh process; nothing is written anywhere. `clock` is of the moment at which it started: see drift.yaml.
module.exports = () => ({
  items: [
    { id: 1, name: 'first' },
    { id: 2, name: 'second' },
    { id: 3, name: 'third' },
  ],
  clock: { at: new Date().toISOString(), zone: 'UTC' },
});
