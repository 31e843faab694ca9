using System.Buffers;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Compares the sessions of a replay with their record, step by step, and writes the replay's own record. One recorder belongs to one worker.</summary>
internal sealed class ReplayRecorder(MaskSet masks, decimal maxOpaque, bool hasKey, bool hashesBodies) : ISessionObserver
{
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly ArrayBufferWriter<byte> _digests = new(1024);
    private readonly ArrayBufferWriter<byte> _formatted = new(64 * 1024);
    private readonly List<ReadOnlyMemory<byte>> _differing = [];
    private readonly List<bool> _same = [];
    private readonly byte[] _compare = new byte[TraceLine.DigestBytes];
    private readonly byte[] _raw = new byte[TraceLine.DigestBytes];
    private TraceSession _expected = null!;
    private SessionTokens _expectedTokens = new();
    private SessionTokens _actualTokens = new();
    private SessionDigest _digest = new(0);
    private (int Step, string Name, Divergence Divergence)? _first;
    private long _cascade;
    private string? _failure;
    private LeafCount _leaves;
    private string? _overlyOpaque;

    /// <summary>Sessions formatted since the last <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Formatted => _formatted.WrittenSpan;

    public void Reset() => _formatted.ResetWrittenCount();

    public void Begin(TraceSession expected)
    {
        _expected = expected;
        _expectedTokens = new SessionTokens();
        _actualTokens = new SessionTokens();
        _digest = new SessionDigest(expected.Session);
        _digests.ResetWrittenCount();
        _differing.Clear();
        _same.Clear();
        _first = null;
        _cascade = 0;
        _failure = null;
        _leaves = default;
        _overlyOpaque = null;
    }

    public void OnStep(StepOutcome outcome)
    {
        var actual = outcome.Record!;
        var stepMasks = masks.ForStep(actual.Scenario, actual.Name, outcome.Step.CallTemplate);
        actual = hashesBodies ? HashedBody.Of(actual, stepMasks, _actualTokens) : actual;
        Take(actual, stepMasks, outcome.Reply.Failure?.Message);
    }

    /// <summary>The same for an answer that a replay has recorded before.</summary>
    public void OnRecorded(StepRecord actual, StepMasks stepMasks) => Take(actual, stepMasks, actual.Failure is { } kind ? $"{actual.Name}: no answer ({kind})" : null);

    /// <summary>Ends the session: formats its record and answers how it compares.</summary>
    public SessionComparison End()
    {
        var steps = _same.Count;
        if (steps < _expected.Steps.Count && _failure is null)
        {
            var missing = _expected.Steps[steps].Record;
            Add(missing.Step, missing.Name, new Divergence("#step", DivergenceClass.Missing, missing.Name, "the session ended before"));
        }

        var result = _failure is not null ? ReplaySession.Unanswered : _first is null ? ReplaySession.Identical : ReplaySession.Diverged;
        ReplayRecordWriter.AppendSession(_formatted, _expected.Session, result, _digest.Value, _digests.WrittenSpan, _differing);
        var first = _first is { } place ? new LocatedDivergence(place.Step, place.Name, place.Divergence, _cascade, Around(place.Step)) : null;
        return new SessionComparison(_expected.Session, _expected.Scenario, result, first, _failure, !_expected.HasFailure, _leaves, _overlyOpaque);
    }

    private void Take(StepRecord actual, StepMasks stepMasks, string? failure)
    {
        CompareDigest.Compute(actual, stepMasks, _actualTokens, _compare);
        _digest.Append(_compare);
        _line.ResetWrittenCount();
        TraceLine.Write(actual, _compare, _line, _raw);
        _digests.Write(_raw);
        _digests.Write(_compare);
        _failure ??= failure;
        if (actual.Step > _expected.Steps.Count)
        {
            Differ();
            Add(actual.Step, actual.Name, new Divergence("#step", DivergenceClass.Extra, "no further step", actual.Name));
            return;
        }

        Compare(_expected.Steps[actual.Step - 1], actual, stepMasks);
    }

    private void Compare(TraceStep expected, StepRecord actual, StepMasks stepMasks)
    {
        var leaves = stepMasks.CountLeaves(expected.Record.Body, comparesSecrets: hasKey);
        _leaves += leaves;
        _overlyOpaque ??= leaves.ExceedsOpaque(maxOpaque) ? $"{actual.Name}: {leaves.Opaque} of {leaves.Total} leaves" : null;
        if (!expected.Raw.AsSpan().SequenceEqual(_raw))
        {
            Differ();
        }
        else
        {
            _same.Add(true);
        }

        if (expected.Compare.AsSpan().SequenceEqual(_compare) && !stepMasks.NeedsStructure)
        {
            stepMasks.Observe(expected.Record, _expectedTokens);
            return;
        }

        // A call without an answer is an incident; comparing it would call the engine's silence a divergence.
        if (actual.Failure is not null || expected.Record.Failure is not null)
        {
            return;
        }

        // The digest has fed the actual tokens already; feeding them once more changes nothing, because a value keeps its first ordinal.
        foreach (var divergence in StepComparer.Compare(expected.Record, actual, stepMasks, _expectedTokens, _actualTokens).Divergences)
        {
            Add(actual.Step, actual.Name, divergence);
        }
    }

    private void Differ()
    {
        _same.Add(false);
        _differing.Add(_line.WrittenMemory[..^1].ToArray());
    }

    private void Add(int step, string name, Divergence divergence)
    {
        if (_first is null)
        {
            _first = (step, name, divergence);
        }
        else
        {
            _cascade++;
        }
    }

    private JsonArray Around(int step)
    {
        var around = new JsonArray();
        for (var at = Math.Max(1, step - 1); at <= Math.Min(_expected.Steps.Count, step + 1); at++)
        {
            var record = _expected.Steps[at - 1].Record;
            around.Add(new JsonObject
            {
                ["step"] = at,
                ["name"] = record.Name,
                ["call"] = $"{record.Method} {record.Path}",
                ["status"] = record.Status,
                ["same"] = at <= _same.Count ? _same[at - 1] : null,
            });
        }

        return around;
    }
}
