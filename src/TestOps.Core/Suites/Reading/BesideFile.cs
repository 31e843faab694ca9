namespace TestOps.Core.Suites.Reading;

/// <summary>Relative paths that stay beside the suite: a suite that is uploaded or shared must not read elsewhere.</summary>
internal static class BesideFile
{
    /// <summary>The path; a problem where it leads elsewhere.</summary>
    public static string Read(SuiteValue value, string example)
    {
        var file = value.Text(500);
        if (file.Length > 0 && !IsBeside(file))
        {
            value.MustBe("a file beside the suite or in a folder below it", $"write a relative path with /, without .. and drive, such as {example}");
        }

        return file;
    }

    public static bool IsBeside(string file) =>
        file.Length > 0 && !file.StartsWith('/') && !file.Any(static c => c is '\\' or ':' || char.IsControl(c)) && !file.Split('/').Any(static part => part is "" or "." or "..");
}
