namespace TestOps.Core.Suites.Reading;

/// <summary>Types of a scalar.</summary>
internal enum ScalarKind
{
    Text,
    Whole,
    Decimal,
    NotFinite,
    Boolean,
    Null,
}
