namespace TestOps.Core.Expressions.Scripting;

/// <summary>JavaScript that makes a new interpreter deterministic and unchangeable, run once in each.</summary>
internal static class ScriptPrelude
{
    /// <summary>A function of the names that may stay in the global object.</summary>
    public const string Source = """
        (allowed => {
          const names = new Set(allowed.split(' '));
          for (const key of Reflect.ownKeys(globalThis)) {
            if (!names.has(key)) delete globalThis[key];
          }

          // What RegExp remembers of the last match would pass from one session to another.
          for (const key of Reflect.ownKeys(RegExp)) {
            if (typeof key === 'string' && !['length', 'name', 'prototype', 'escape'].includes(key)) delete RegExp[key];
          }

          // Locales differ between machines.
          const define = (owner, name, method) => Object.defineProperty(owner, name, { value: method, writable: true, configurable: true, enumerable: false });
          define(String.prototype, 'localeCompare', { localeCompare(other) { const a = String(this), b = String(other); return a < b ? -1 : a > b ? 1 : 0; } }.localeCompare);
          define(String.prototype, 'toLocaleLowerCase', String.prototype.toLowerCase);
          define(String.prototype, 'toLocaleUpperCase', String.prototype.toUpperCase);
          define(Number.prototype, 'toLocaleString', { toLocaleString() { return this.toString(); } }.toLocaleString);
          define(BigInt.prototype, 'toLocaleString', Number.prototype.toLocaleString);
          define(Array.prototype, 'toLocaleString', Number.prototype.toLocaleString);
          define(Date.prototype, 'toLocaleString', Date.prototype.toISOString);
          define(Date.prototype, 'toLocaleDateString', { toLocaleDateString() { return this.toISOString().slice(0, 10); } }.toLocaleDateString);
          define(Date.prototype, 'toLocaleTimeString', { toLocaleTimeString() { return this.toISOString().slice(11, 19); } }.toLocaleTimeString);

          // Everything reachable, also what only syntax reaches.
          const open = [
            globalThis, function () {}, () => 0, function* () {}, async function () {}, async function* () {}, async () => 0,
            (function* () {})(), (async function* () {})(), (async () => 0)(), [][Symbol.iterator](), ''[Symbol.iterator](), ''.matchAll(/x/g), new Map()[Symbol.iterator](),
            new Set()[Symbol.iterator](), Iterator.from({ next() {} }), [].values().map(x => x), class {}, (function () { return arguments; })(), Symbol.iterator, 0n,
          ];
          const seen = new Set();
          while (open.length > 0) {
            const value = open.pop();
            if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) continue;
            seen.add(value);
            open.push(Object.getPrototypeOf(value));
            for (const key of Reflect.ownKeys(value)) {
              const slot = Reflect.getOwnPropertyDescriptor(value, key);
              open.push(slot.value, slot.get, slot.set);
            }
          }

          for (const value of seen) Object.freeze(value);
        })
        """;
}
