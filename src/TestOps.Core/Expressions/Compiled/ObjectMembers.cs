namespace TestOps.Core.Expressions.Compiled;

/// <summary>Names that every JavaScript object inherits.</summary>
internal static class ObjectMembers
{
    /// <summary>Whether an object without an own member <paramref name="name"/> has one nevertheless.</summary>
    public static bool AreInherited(string name) => name is "constructor" or "hasOwnProperty" or "isPrototypeOf" or "propertyIsEnumerable" or "toLocaleString"
        or "toString" or "valueOf" or "__proto__" or "__defineGetter__" or "__defineSetter__" or "__lookupGetter__" or "__lookupSetter__";
}
