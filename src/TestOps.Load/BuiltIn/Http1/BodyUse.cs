namespace TestOps.Load.BuiltIn.Http1;

/// <summary>What becomes of a body.</summary>
internal enum BodyUse
{
    Keep,
    Drop,
    Sink,
}
