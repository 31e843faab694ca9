using System.Buffers;
using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Snapshots;
using TestOps.Core.Tests.Determinism;

namespace TestOps.Core.Tests.Snapshots;

/// <summary>What is written into a replay record is read back, in any grouping; what was changed or cut is refused.</summary>
public sealed class ReplayRecordTests
{
    private static readonly Gen<byte[]> s_digest = Gen.Byte.Array[TraceLine.DigestBytes];

    private static readonly Gen<ReplaySession> s_session =
        from step in Gen.Int[0, 1_000]
        from result in Gen.OneOf(Gen.Const(ReplaySession.Identical), Gen.Const(ReplaySession.Diverged), Gen.Const(ReplaySession.Unanswered))
        from digest in s_digest
        from steps in Gen.Select(s_digest, s_digest, static (raw, compare) => (Raw: raw, Compare: compare)).Array[0, 4]
        from differing in TraceLines.Any.Array[0, 3]
        select new ReplaySession(step, result, digest, steps, [.. differing.Select(static line => TraceLineReader.Read(line))]);

    // Sessions ascend, with gaps where a selection left some out.
    private static readonly Gen<ReplaySession[]> s_sessions = s_session.Array[0, 6].Select(static sessions =>
    {
        var last = -1L;
        return sessions.Select(session => session with { Session = last += 1 + session.Session }).ToArray();
    });

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Gen.Select(s_sessions, Gen.Int[1, 4], JsonGen.Any).Sample((sessions, group, json) =>
    {
        var head = new JsonObject { ["run_id"] = "r", ["replay"] = 2, ["engine"] = JsonNode.Parse(JsonGen.Canonical(json)) };
        using var reader = new ReplayRecordReader(new MemoryStream(Write(sessions, group, (JsonObject)head.DeepClone())), "r.replay-2.json");

        ((int)reader.Head["replay"]!).Should().Be(2);
        JsonNode.DeepEquals(reader.Head["engine"], head["engine"]).Should().BeTrue();
        foreach (var written in sessions)
        {
            var read = reader.Next()!;
            (read.Session, read.Result).Should().Be((written.Session, written.Result));
            read.Digest.Should().Equal(written.Digest);
            read.Steps.Select(static step => Convert.ToHexString([.. step.Raw, .. step.Compare])).Should().Equal(written.Steps.Select(static step => Convert.ToHexString([.. step.Raw, .. step.Compare])));
            read.Differing.Select(static step => Convert.ToHexString(step.Raw)).Should().Equal(written.Differing.Select(static step => Convert.ToHexString(step.Raw)));
        }

        reader.Next().Should().BeNull("the seal ends the record");
    }, iter: 300);

    [Fact]
    public void Read_AnyChangedOrMissingByte_IsRefused() => Gen.Select(s_sessions, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255], Gen.Bool).Sample((sessions, place, change, isCut) =>
    {
        var bytes = Write(sessions, 1, new JsonObject { ["run_id"] = "r" });
        place %= bytes.Length;
        if (isCut)
        {
            bytes = bytes[..place];
        }
        else
        {
            bytes[place] ^= change;
        }

        return IsRefused(bytes);
    }, iter: 1_000);

    private static byte[] Write(ReplaySession[] sessions, int group, JsonObject head)
    {
        using var stream = new MemoryStream();
        using var writer = new ReplayRecordWriter(stream, head);
        foreach (var chunk in sessions.Chunk(group))
        {
            var formatted = new ArrayBufferWriter<byte>();
            foreach (var session in chunk)
            {
                byte[] steps = [.. session.Steps.SelectMany(static step => step.Raw.Concat(step.Compare))];
                ReplayRecordWriter.AppendSession(formatted, session.Session, session.Result, session.Digest, steps, [.. session.Differing.Select(static step => (ReadOnlyMemory<byte>)TraceLines.Write(step.Record))]);
            }

            writer.WriteSessions(formatted.WrittenSpan);
        }

        writer.Finish();
        return stream.ToArray();
    }

    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            using var reader = new ReplayRecordReader(new MemoryStream(bytes), "damaged.json");
            while (reader.Next() is not null)
            {
            }

            return false;
        }
        catch (SnapshotCorruptException)
        {
            return true;
        }
    }
}
