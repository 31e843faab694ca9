namespace TestOps.Load.Reporting;

/// <summary>Something about a load that a reader must know: it becomes a notice and an incident.</summary>
/// <param name="Code">Code of the incident.</param>
/// <param name="Text">What happened, with the value and the limit.</param>
/// <param name="Facts">Facts for the incident's suggestion.</param>
internal sealed record LoadWarning(string Code, string Text, params (string Name, string Value)[] Facts);
