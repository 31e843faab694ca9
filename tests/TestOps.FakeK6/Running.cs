using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TestOps.FakeK6;

/// <summary><c>k6 run</c>: samples, log, summaries and exit code as recorded, and signals as recorded: the first one ends the iterations, teardown and summary follow; the second one ends all.</summary>
internal sealed partial class Running(CommandLine line)
{
    // k6 writes samples to standard output through a buffer of this size.
    private const int BufferBytes = 4096;
    private const int Interrupted = 105;

    private static readonly ManualResetEvent s_never = new(false);

    private readonly SemaphoreSlim _signals = new(0);
    private readonly LogWriter _log = new(line.Value("--log-format") == "json");

    public int Run()
    {
        if (Failures.OfStart(line, _log) is { } early)
        {
            return early;
        }

        var recording = Recording.Of(line.Script)!;
        recording.Note(line);
        if (Failures.OfScript(recording, _log) is { } refused)
        {
            return refused;
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, recording));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, recording));
        return Play(recording);
    }

    private int Play(Recording recording)
    {
        using var output = OpenOutput();
        var lines = (recording.Samples ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var first = recording.WaitsAfterLines ?? lines.Length;
        for (var round = 0; round < recording.Times; round++)
        {
            Write(output, lines.Take(first), recording);
        }

        if (recording.IsDeaf)
        {
            output.Flush();
            s_never.WaitOne();
        }

        if (recording.WaitsAfterLines is not null)
        {
            output.Flush();
            _signals.Wait();
            if (_signals.Wait(recording.TeardownMs))
            {
                _log.Line("time=\"2026-11-22T16:04:34Z\" level=error msg=\"Aborting k6 in response to signal\" sig=interrupt");
                return Interrupted;
            }

            Write(output, lines.Skip(first), recording);
        }

        output.Flush();
        foreach (var record in recording.Log)
        {
            _log.Line(record);
        }

        WriteSummaries(recording);
        return recording.Exit;
    }

    private void OnSignal(PosixSignalContext context, Recording recording)
    {
        context.Cancel = true;
        if (!recording.IsDeaf)
        {
            _signals.Release();
        }
    }

    private Stream OpenOutput()
    {
        var target = line.Value("--out", "-o");
        return target switch
        {
            "json" or "json=-" => new BufferedStream(Console.OpenStandardOutput(), BufferBytes),
            ['j', 's', 'o', 'n', '=', .. var path] => File.Create(path),
            _ => Stream.Null,
        };
    }

    private static void Write(Stream output, IEnumerable<string> lines, Recording recording)
    {
        var clock = Stopwatch.StartNew();
        DateTimeOffset? start = null;
        var written = 0;
        foreach (var text in lines)
        {
            if (recording.IsPaced && Time().Match(text) is { Success: true } time)
            {
                var at = DateTimeOffset.Parse(time.Groups["at"].Value[..26] + "Z", System.Globalization.CultureInfo.InvariantCulture);
                start ??= at;
                var wait = at - start.Value - clock.Elapsed;
                if (wait > TimeSpan.Zero)
                {
                    s_never.WaitOne(wait);
                }
            }

            var bytes = Encoding.UTF8.GetBytes(text + "\n");
            written += bytes.Length;
            if (recording.KillsItselfAfterBytes is { } limit && written > limit)
            {
                output.Write(bytes, 0, bytes.Length / 2);
                output.Flush();
                Process.GetCurrentProcess().Kill();
            }

            output.Write(bytes);
        }
    }

    private void WriteSummaries(Recording recording)
    {
        if (recording.Wrapper is not null && recording.HandledSummary is { } handled)
        {
            File.WriteAllText(recording.SummaryPath, handled);
        }

        if (line.Value("--summary-export") is { } export && recording.ExportedSummary is { } exported)
        {
            if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(export))))
            {
                File.WriteAllText(export, exported);
            }
            else
            {
                _log.Error("failed to handle the end-of-test summary");
            }
        }
    }

    [GeneratedRegex("\"time\":\"(?<at>[^\"]+)\"")]
    private static partial Regex Time();
}
