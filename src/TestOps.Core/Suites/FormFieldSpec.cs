namespace TestOps.Core.Suites;

/// <summary>A field of a form; the value is a template.</summary>
/// <param name="Name">Name of the field; several fields may have one name.</param>
/// <param name="Value">Template of its value.</param>
public sealed record FormFieldSpec(string Name, string Value);
