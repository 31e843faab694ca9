using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TestOps.Core.Suites;

namespace TestOps.Core.Determinism;

/// <summary>All masks in force. Where several masks name one place, the first in suite order applies; below a masked place no other mask does.</summary>
public sealed class MaskSet
{
    /// <summary>The token of a mask's pointer that stands for any index of an array; in an object it is the key <c>*</c>.</summary>
    public const string AnyIndex = "*";

    private readonly IReadOnlyList<(string[] Tokens, MaskSpec Mask)> _masks;
    private readonly ConcurrentDictionary<(string StepName, string CallTemplate), StepMasks> _bySteps = new();

    private readonly SortedSet<string> _checksOnly;

    private MaskSet(IReadOnlyList<(string[] Tokens, MaskSpec Mask)> masks, SortedSet<string> checksOnly)
    {
        _masks = masks;
        _checksOnly = checksOnly;
        Sha256 = Digest(masks, checksOnly);
    }

    /// <summary>No masks.</summary>
    public static MaskSet None { get; } = Compile([]);

    /// <summary>SHA-256, in lower-case hexadecimal, of what the masks do: a canonical JSON array in suite order, without the reasons.</summary>
    public string Sha256 { get; }

    /// <summary>Compiles valid masks; of the scenarios in <paramref name="checksOnly"/> only check results are compared.</summary>
    /// <exception cref="ArgumentException">A pointer is none, a tolerance is negative, or a mask names neither a step nor a call.</exception>
    public static MaskSet Compile(IReadOnlyList<MaskSpec> masks, params IEnumerable<string> checksOnly)
    {
        var compiled = new List<(string[] Tokens, MaskSpec Mask)>();
        foreach (var mask in masks)
        {
            if (!JsonPointer.TryParse(mask.At, out var pointer, out var problem))
            {
                throw new ArgumentException($"A mask needs a JSON Pointer: {problem}.", nameof(masks));
            }

            if ((mask.Step ?? mask.Call) is null)
            {
                throw new ArgumentException($"The mask at '{mask.At}' must name a step or a call.", nameof(masks));
            }

            if (mask.Abs < 0 || mask.Rel < 0)
            {
                throw new ArgumentException($"The tolerances at '{mask.At}' must not be negative, but were {mask.Abs} and {mask.Rel}.", nameof(masks));
            }

            if (mask.Key is { } key && !JsonPointer.TryParse(key, out _, out var wrong))
            {
                throw new ArgumentException($"The key of the set at '{mask.At}' needs a JSON Pointer: {wrong}.", nameof(masks));
            }

            compiled.Add(([.. pointer.Tokens], mask));
        }

        return new MaskSet(compiled, new SortedSet<string>(checksOnly, StringComparer.Ordinal));
    }

    /// <summary>What is compared of one step of a scenario: see the other overload, and <see cref="StepMasks.ChecksOnly"/>.</summary>
    public StepMasks ForStep(string scenario, string stepName, string callTemplate) => _checksOnly.Contains(scenario) ? StepMasks.ChecksOnly : ForStep(stepName, callTemplate);

    /// <summary>The masks of one step, by its name and its call template (<c>POST /query</c>); the same object each time. Safe for concurrent use.</summary>
    public StepMasks ForStep(string stepName, string callTemplate) =>
        _bySteps.GetOrAdd((stepName, callTemplate), static (step, masks) => StepMasks.Compile([.. masks.Where(mask => Applies(mask.Mask, step))]), _masks);

    private static bool Applies(MaskSpec mask, (string StepName, string CallTemplate) step) =>
        (mask.Step is null || mask.Step == step.StepName) && (mask.Call is null || mask.Call == step.CallTemplate);

    private static string Digest(IReadOnlyList<(string[] Tokens, MaskSpec Mask)> masks, IEnumerable<string> checksOnly)
    {
        var list = new JsonArray();
        foreach (var (_, mask) in masks)
        {
            var json = new JsonObject
            {
                ["abs"] = mask.Abs,
                ["at"] = mask.At,
                ["call"] = mask.Call,
                ["kind"] = mask.Kind.ToString().ToLowerInvariant(),
                ["rel"] = mask.Rel,
                ["step"] = mask.Step,
            };
            AddOwn(json, mask);
            list.Add(json);
        }

        foreach (var scenario in checksOnly)
        {
            list.Add(new JsonObject { ["compare"] = "checks", ["scenario"] = scenario });
        }

        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(list)));
    }

    // Members that one kind alone has are only written for it.
    private static void AddOwn(JsonObject json, MaskSpec mask)
    {
        if (mask.Kind == MaskKind.Time)
        {
            json["within_ns"] = mask.Within.Ticks * TimeSpan.NanosecondsPerTick;
        }
        else if (mask.Kind == MaskKind.Set)
        {
            json["key"] = mask.Key;
        }
    }
}
