using System.Collections.Frozen;

namespace TestOps.Core.Expressions;

/// <summary>The names that an expression may use.</summary>
internal static class ScopeNames
{
    /// <summary>Ours, as listed to users.</summary>
    public const string RootsText = "data user env vars engine keep step run random body status headers";

    /// <summary>Ours.</summary>
    public static readonly FrozenSet<string> Roots = RootsText.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// JavaScript's: an allow list, so that a newer interpreter brings in no clock, no locale and no garbage collector (<c>Temporal</c>, <c>Intl</c>,
    /// <c>WeakRef</c>) behind our back.
    /// </summary>
    public static readonly FrozenSet<string> Globals = (
        "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array Infinity Int16Array Int32Array " +
        "Int8Array Iterator JSON Map Math NaN Number Object Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError " +
        "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN " +
        "parseFloat parseInt undefined").Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
