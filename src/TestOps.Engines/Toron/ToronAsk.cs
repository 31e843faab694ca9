namespace TestOps.Engines.Toron;

/// <summary>The body of <c>POST /query</c> and <c>/generate</c>, read. Texts are unescaped UTF-8.</summary>
internal readonly record struct ToronAsk(ReadOnlyMemory<byte> Prompt, bool UseCache, ReadOnlyMemory<byte> UserId, ReadOnlyMemory<byte> SessionId)
{
    /// <summary>Length of the prompt in characters (Unicode scalar values, as Python counts).</summary>
    public int PromptCharacters
    {
        get
        {
            var characters = 0;
            foreach (var value in Prompt.Span)
            {
                characters += (value & 0xC0) == 0x80 ? 0 : 1;
            }

            return characters;
        }
    }
}
