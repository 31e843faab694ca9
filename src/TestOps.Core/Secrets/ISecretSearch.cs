namespace TestOps.Core.Secrets;

/// <summary>Finds one secret: in one of its spellings, or in a mixture of them. Safe for concurrent use.</summary>
internal interface ISecretSearch
{
    /// <summary>What stands in place of the secret, as ASCII.</summary>
    byte[] Token { get; }

    /// <summary>The same as text.</summary>
    string TokenText { get; }

    /// <summary>The first stretch at or after <paramref name="from"/> that is to be replaced; null where there is none.</summary>
    (int Start, int End)? Find(ReadOnlySpan<byte> utf8, int from);

    /// <summary>How many characters at the start of a text are the end of the secret, at least <paramref name="lengthMin"/>; 0 where the text begins otherwise.</summary>
    int HeadLength(ReadOnlySpan<char> text, int lengthMin);

    /// <summary>How many characters at the end of a text are the start of the secret, at least <paramref name="lengthMin"/>; 0 where the text ends otherwise.</summary>
    int TailLength(ReadOnlySpan<char> text, int lengthMin);
}
