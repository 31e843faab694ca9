using System.Security.Cryptography;
using System.Buffers.Binary;
using System.Text;

namespace TestOps.Engines.Toron;

/// <summary>The faults of one engine, combined.</summary>
internal sealed class ToronFaults
{
    private readonly ToronFault[] _faults;

    public ToronFaults(IEnumerable<ToronFault> faults)
    {
        _faults = [.. faults];
        Drifts = [.. _faults.Where(fault => fault.Pointer is not null)];
        HitsCalls = Has(ToronFaultKind.Latency) || Has(ToronFaultKind.Error) || Has(ToronFaultKind.Garbage) || Has(ToronFaultKind.Hang)
            || Has(ToronFaultKind.RateLimit) || Has(ToronFaultKind.Die);
    }

    /// <summary>The faults that rewrite answers.</summary>
    public IReadOnlyList<ToronFault> Drifts { get; }

    /// <summary>Whether any fault hits calls, so that a healthy engine pays nothing for the question.</summary>
    public bool HitsCalls { get; }

    /// <summary>The faults as written, in order.</summary>
    public IEnumerable<string> Texts => _faults.Select(fault => fault.Text);

    public bool Has(ToronFaultKind kind) => Array.Exists(_faults, fault => fault.Kind == kind);

    /// <summary>The calls that <paramref name="kind"/> lets pass: as written, else <paramref name="otherwise"/>.</summary>
    public int Calls(ToronFaultKind kind, int otherwise) => Array.FindLast(_faults, fault => fault.Kind == kind)?.Calls ?? otherwise;

    /// <summary>Dice of one call, for the faults that hit one call in ten: the same call is hit in run and replay.</summary>
    public static ToronDice DiceOf(in ToronRequest request)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(request.Body.Span, digest);
        var route = (ulong)Encoding.UTF8.GetByteCount(request.Route);
        return new ToronDice(BinaryPrimitives.ReadUInt64LittleEndian(digest) + route).Salted(request.CallKey);
    }

    /// <summary>The order of flags in one instance: declared order, or under <c>hash-order</c> the order of a salted hash.</summary>
    public byte[] FlagOrder(int instance)
    {
        var declared = Enumerable.Range(0, ToronContract.MaxFlags).Select(flag => (byte)flag);
        var dice = new ToronDice((ulong)instance);
        return Has(ToronFaultKind.HashOrder) ? [.. declared.OrderBy(flag => dice.At(flag))] : [.. declared];
    }
}
