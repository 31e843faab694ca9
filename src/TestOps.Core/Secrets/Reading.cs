namespace TestOps.Core.Secrets;

/// <summary>One way to read the bytes at a place of a text: as a character, or a part of one.</summary>
/// <param name="Bytes">What is read: up to four bytes of UTF-8, the first in the lowest eight bits.</param>
/// <param name="Length">How many bytes that are.</param>
/// <param name="Next">Where the text goes on.</param>
internal readonly record struct Reading(uint Bytes, int Length, int Next)
{
    /// <summary>Whether a single byte is read, and it is this one.</summary>
    public bool Is(char character) => Length == 1 && Bytes == character;
}
