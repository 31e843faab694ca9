using System.Text.Encodings.Web;
using System.Text.Json;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Store.Files;

/// <summary>
/// <c>warroom/warroom.log</c> in the data folder: one JSON object a line for each incident (docs/reference/incidents.md). A line is one write at the
/// end of the file and is flushed to the disk, so that several processes share the file without mixing their lines, and it can be moved away at any time.
/// </summary>
public sealed class WarRoomLog
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();

    private WarRoomLog(string path) => Path = path;

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens the log in <paramref name="dataFolder"/>; makes its folder (mode 0700) where it is missing.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be made.</exception>
    public static WarRoomLog Open(string dataFolder)
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "warroom");
        FileFailures.Guard(folder, () => PrivateFiles.CreateFolder(folder));
        return new WarRoomLog(System.IO.Path.Combine(folder, "warroom.log"));
    }

    /// <summary>Appends the line of a committed incident.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written.</exception>
    public void Append(RunId runId, DateTimeOffset timestamp, IncidentOpened incident)
    {
        var line = LineOf(runId, timestamp, incident);
        FileFailures.Guard(Path, () =>
        {
            lock (_lock)
            {
                Append(line);
            }
        });
    }

    private void Append(byte[] line)
    {
        if (OperatingSystem.IsWindows())
        {
            using var stream = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
            stream.Write(line);
            stream.Flush(flushToDisk: true);
            return;
        }

        if (!File.Exists(Path))
        {
            PrivateFiles.Open(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }

        using var file = NativeFile.Open(Path, NativeFile.WriteAppend);
        NativeFile.Write(file, line, Path);
        RandomAccess.FlushToDisk(file);
    }

    private static byte[] LineOf(RunId runId, DateTimeOffset timestamp, IncidentOpened incident)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", StoredTime.ToSecondsText(timestamp));
            writer.WriteString("severity", RunEventJson.NameOf(incident.Level));
            writer.WriteString("subsystem", incident.Source);
            writer.WriteString("code", incident.Code);
            writer.WriteString("message", incident.Text);
            writer.WriteString("suggestion", incident.Suggestion);
            writer.WriteString("run_id", runId.ToString());
            writer.WriteString("reproduce", incident.Reproduce);
            writer.WriteString("fingerprint", incident.Fingerprint);
            writer.WritePropertyName("evidence");
            if (incident.Evidence is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                incident.Evidence.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
