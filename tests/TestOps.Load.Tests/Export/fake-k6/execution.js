export default { get scenario() { return { iterationInTest: globalThis.k6.iteration }; } };
