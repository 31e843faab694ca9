using System.Globalization;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Builds pointers while walking a document: append on the way down, <see cref="Truncate"/> on the way up. Not safe for concurrent use.</summary>
public sealed class JsonPointerBuilder
{
    private readonly StringBuilder _text;

    /// <summary>Starts with <paramref name="prefix"/>, taken as it is; empty by default.</summary>
    public JsonPointerBuilder(string prefix = "") => _text = new StringBuilder(prefix);

    /// <summary>Length of the escaped text so far, for <see cref="Truncate"/>.</summary>
    public int Length => _text.Length;

    /// <summary>Steps into the member <paramref name="name"/>.</summary>
    public void Append(ReadOnlySpan<char> name)
    {
        _text.Append('/');
        while (name.IndexOfAny('~', '/') is >= 0 and var special)
        {
            _text.Append(name[..special]).Append(name[special] == '~' ? "~0" : "~1");
            name = name[(special + 1)..];
        }

        _text.Append(name);
    }

    /// <summary>Steps into the item <paramref name="index"/>.</summary>
    public void Append(int index) => _text.Append('/').Append(CultureInfo.InvariantCulture, $"{index}");

    /// <summary>Steps back to where the text had <paramref name="length"/> characters.</summary>
    public void Truncate(int length) => _text.Length = length;

    /// <summary>The escaped pointer.</summary>
    public override string ToString() => _text.ToString();
}
