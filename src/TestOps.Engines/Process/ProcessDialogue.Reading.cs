using System.Globalization;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <content>What comes from the engine.</content>
public sealed partial class ProcessDialogue
{
    private async Task ReadAsync(Stream fromEngine)
    {
        try
        {
            while (await _lines.ReadAsync(_stop.Token).ConfigureAwait(false) is { } line)
            {
                if (_lines.IsTooLong)
                {
                    var limit = ProcessProtocol.MaxLineBytes(_options.MaxBodyBytes);
                    Break(new DefectMessage(ProcessDefects.LineTooLong, string.Create(CultureInfo.InvariantCulture, $"the engine printed a line of more than {limit} bytes, which begins {ProcessLineReader.Shown(line.Span)}; raise engine.max_body, or answer less")));
                    return;
                }

                if (_lines.IsCutOff)
                {
                    break;
                }

                if (!Take(ProcessLineReader.Read(line)))
                {
                    return;
                }
            }

            await LoseAsync(_lines.IsCutOff ? "it closed its standard output in the middle of a line" : "it closed its standard output").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            await LoseAsync("its standard output cannot be read").ConfigureAwait(false);
        }
        finally
        {
            await fromEngine.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Whether to read on.
    private bool Take(ProcessMessage message)
    {
        var defect = message switch
        {
            DefectMessage broken => broken,
            HelloMessage hello => TakeHello(hello.Hello),
            FrameMessage frame => TakeFrame(frame),
            AnswerMessage answer => TakeAnswer(answer),
            _ => throw new InvalidOperationException($"No such message: {message.GetType().Name}."),
        };
        return defect is null || (defect.Id is { } id && Spoil(id, defect)) || !Break(defect);
    }

    private DefectMessage? TakeHello(EngineHello hello)
    {
        if (hello.Protocol != ProcessProtocol.Version)
        {
            return new DefectMessage(ProcessDefects.UnknownProtocol, $"the engine speaks '{hello.Protocol}', TestOps speaks {ProcessProtocol.Version}");
        }

        return _hello.TrySetResult(hello) ? null : new DefectMessage(ProcessDefects.OutOfTurn, "the engine sent a second hello");
    }

    private DefectMessage? TakeFrame(FrameMessage frame)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGetValue(frame.Id, out var pending))
            {
                return _abandoned.Contains(frame.Id) ? null : Stray(frame.Id, "frame");
            }

            if (pending.Frames.Count == ProcessProtocol.MaxFrames)
            {
                return new DefectMessage(ProcessDefects.TooMany, string.Create(CultureInfo.InvariantCulture, $"an answer may have {ProcessProtocol.MaxFrames} frames"), frame.Id);
            }

            pending.FrameBytes += frame.Data.Length;
            if (pending.FrameBytes > _options.MaxBodyBytes)
            {
                return Finish(pending, EngineReply.Failed(ProcessFailures.BodyTooLarge(_options.MaxBodyBytes), pending.ElapsedNs(_options.Time)), isAnswered: false);
            }

            pending.Frames.Add(new Frame(pending.ElapsedNs(_options.Time), frame.Data));
            return null;
        }
    }

    private DefectMessage? TakeAnswer(AnswerMessage answer)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGetValue(answer.Id, out var pending))
            {
                return _abandoned.Remove(answer.Id) ? null : Stray(answer.Id, "answer");
            }

            if (answer.Body is not null && pending.Frames.Count > 0)
            {
                return new DefectMessage(ProcessDefects.BadValue, "a body comes in frames or in the answer, not in both", answer.Id);
            }

            var elapsedNs = pending.ElapsedNs(_options.Time);
            return Finish(pending, ReplyOf(answer, pending, elapsedNs), isAnswered: true);
        }
    }

    private EngineReply ReplyOf(AnswerMessage answer, PendingCall pending, long elapsedNs)
    {
        if (answer.Body is { } body)
        {
            return body.Length > _options.MaxBodyBytes
                ? EngineReply.Failed(ProcessFailures.BodyTooLarge(_options.MaxBodyBytes), elapsedNs)
                : EngineReply.Plain(answer.Status, answer.ContentType, body, elapsedNs, answer.Headers);
        }

        return new EngineReply { Status = answer.Status, ContentType = answer.ContentType, Headers = answer.Headers, Frames = pending.Frames, ElapsedNs = elapsedNs };
    }

    private DefectMessage Stray(long id, string what) => !_hello.Task.IsCompletedSuccessfully
        ? new DefectMessage(ProcessDefects.OutOfTurn, $"the engine sent {what} {Text(id)} before its hello")
        : id <= _lastId
            ? new DefectMessage(ProcessDefects.AnsweredTwice, $"the engine sent a further {what} for call {Text(id)}, which it has answered, or which was not sent yet")
            : new DefectMessage(ProcessDefects.UnknownId, $"the engine sent {what} {Text(id)}, the last call was {Text(_lastId)}: answer with the id of the call, as it is");

    // A defect that names its call: that call fails, and the conversation goes on.
    private bool Spoil(long id, DefectMessage defect)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(id, out var pending))
            {
                return Finish(pending, EngineReply.Failed(ProcessFailures.Broken(defect), pending.ElapsedNs(_options.Time)), defect.IsAnswer) is null;
            }

            return defect.IsAnswer ? _abandoned.Remove(id) : _abandoned.Contains(id);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
