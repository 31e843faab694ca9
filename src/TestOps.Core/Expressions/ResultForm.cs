namespace TestOps.Core.Expressions;

/// <summary>What the caller will do with a value, so that objects are turned into JSON only when somebody reads it.</summary>
internal enum ResultForm
{
    /// <summary>Only whether it is truthy, or its number.</summary>
    Truth,

    /// <summary>Its JSON or its text.</summary>
    Json,
}
