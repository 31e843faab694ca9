namespace TestOps.Core.Expressions;

/// <summary>What an <see cref="ExpressionValue"/> holds.</summary>
internal enum ValueKind : byte
{
    /// <summary>JavaScript's undefined.</summary>
    Undefined,

    /// <summary>JavaScript's null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number, computed or of a JSON document.</summary>
    Number,

    /// <summary>A string, in UTF-16 or of a JSON document.</summary>
    Text,

    /// <summary>An object or array of a JSON document.</summary>
    Json,

    /// <summary>An object that has no JSON form at hand: a root of the scope, or what the interpreter made.</summary>
    Opaque,
}
