using System.Text;
using TestOps.Core.Determinism;

namespace TestOps.Testing.Fuzzing;

/// <summary>
/// Damages bytes for fuzz tests: flips, inserts, deletes, duplicates and truncates, and splices in words that readers care about. A mutant is a function of (seed, number)
/// alone, so that the one that failed can be made again by itself. Safe for concurrent use.
/// </summary>
public sealed class Mutator
{
    private const int MutationsMax = 4;
    private const int RunMax = 64;
    private const int RepeatsMax = 32;

    // What breaks readers of text: nesting, ends of lines, NUL, bad UTF-8, a lone surrogate, numbers at and beyond the limits.
    private static readonly string[] CommonTokens =
    [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\0", "\r\n", "\n\n", "\t", "null", "true", "-1", "1e999", "9007199254740993", "99999999999999999999", "-0", "''", "\u202e", "\ufeff",
    ];

    private readonly ulong _seed;
    private readonly byte[][] _tokens;

    /// <summary>Creates a mutator; <paramref name="tokens"/> are words of the format under test, spliced in beside a few common ones.</summary>
    public Mutator(ulong seed, params IEnumerable<string> tokens)
    {
        _seed = seed;
        _tokens = [.. CommonTokens.Concat(tokens).Select(Encoding.UTF8.GetBytes), [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]];
    }

    /// <summary>Mutant number <paramref name="number"/> (from 0) of <paramref name="input"/>: one to four mutations; at most some KiB longer than the input, except where a part of it is doubled.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> input, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var random = SeededRandom.ForSession(_seed, number);
        var bytes = new List<byte>(input.Length + RunMax);
        bytes.AddRange(input);
        for (var left = 1 + random.NextInt64(MutationsMax); left > 0; left--)
        {
            MutateOnce(bytes, random);
        }

        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes, SeededRandom random)
    {
        switch (random.NextInt64(8))
        {
            case 0 when bytes.Count > 0:
                bytes[At(bytes, random)] ^= (byte)(1 << (int)random.NextInt64(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[At(bytes, random)] = (byte)random.NextInt64(256);
                break;
            case 2:
                bytes.Insert(Gap(bytes, random), (byte)random.NextInt64(256));
                break;
            case 3 when bytes.Count > 0:
                var (start, length) = Run(bytes, random);
                bytes.RemoveRange(start, length);
                break;
            case 4 when bytes.Count > 0:
                Duplicate(bytes, random);
                break;
            case 5 when bytes.Count > 0:
                Truncate(bytes, random);
                break;
            case 6:
                Splice(bytes, random, repeats: 1);
                break;
            default:
                Splice(bytes, random, 1 + (int)random.NextInt64(RepeatsMax));
                break;
        }
    }

    private static void Duplicate(List<byte> bytes, SeededRandom random)
    {
        // Mostly a few bytes; now and then a large part, as where a line is written twice.
        var (start, length) = Run(bytes, random);
        if (random.NextInt64(8) == 0)
        {
            length = 1 + (int)random.NextInt64(bytes.Count - start);
        }

        bytes.InsertRange(Gap(bytes, random), bytes.GetRange(start, length));
    }

    private static void Truncate(List<byte> bytes, SeededRandom random)
    {
        var start = Gap(bytes, random);
        bytes.RemoveRange(start, bytes.Count - start);
    }

    private void Splice(List<byte> bytes, SeededRandom random, int repeats)
    {
        var token = _tokens[random.NextInt64(_tokens.Length)];
        var start = Gap(bytes, random);

        // Half of the splices overwrite, so that lengths and offsets after them stay what they were.
        if (random.NextInt64(2) == 0)
        {
            bytes.RemoveRange(start, Math.Min(token.Length * repeats, bytes.Count - start));
        }

        bytes.InsertRange(start, Enumerable.Repeat(token, repeats).SelectMany(static token => token));
    }

    private static (int Start, int Length) Run(List<byte> bytes, SeededRandom random)
    {
        var start = At(bytes, random);
        return (start, 1 + (int)random.NextInt64(Math.Min(RunMax, bytes.Count - start)));
    }

    private static int At(List<byte> bytes, SeededRandom random) => (int)random.NextInt64(bytes.Count);

    private static int Gap(List<byte> bytes, SeededRandom random) => (int)random.NextInt64(bytes.Count + 1);
}
