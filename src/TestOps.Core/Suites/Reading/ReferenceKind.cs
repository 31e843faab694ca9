namespace TestOps.Core.Suites.Reading;

/// <summary>What a suite declares and refers to by name.</summary>
internal enum ReferenceKind
{
    Scenario,
    Step,
    Call,
    DataSource,
    Variable,
    KeptValue,
}
