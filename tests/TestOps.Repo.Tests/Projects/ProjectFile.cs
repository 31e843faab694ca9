using System.Xml.Linq;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests.Projects;

/// <summary>A project file, or another MSBuild file, as XML.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _xml;

    private ProjectFile(string path)
    {
        Path = path;
        _xml = XDocument.Parse(RepositoryFiles.Read(path));
    }

    /// <summary>Path from the root.</summary>
    public string Path { get; }

    /// <summary>Name of the project.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Names of the projects that it references, in ordinal order.</summary>
    public IReadOnlyList<string> Projects => [.. Values("ProjectReference", "Include").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))).Order(StringComparer.Ordinal)];

    /// <summary>Names of the packages that it references itself.</summary>
    public IReadOnlyList<string> Packages => [.. Values("PackageReference", "Include").Order(StringComparer.Ordinal)];

    /// <summary>Files that its analyzers read.</summary>
    public IReadOnlyList<string> AnalyzerFiles => [.. Values("AdditionalFiles", "Include")];

    /// <summary>Whether MSBuild elements of that name set the attribute or the child element.</summary>
    public bool Sets(string element, string name) => Elements(element).Any(found => found.Attribute(name) is not null || found.Elements().Any(child => child.Name.LocalName == name));

    /// <summary>The attribute of all elements of a name.</summary>
    public IEnumerable<string> Values(string element, string attribute) => Elements(element).Select(found => found.Attribute(attribute)?.Value).OfType<string>();

    /// <summary>Reads a file by its path from the root.</summary>
    public static ProjectFile Read(string path) => new(path);

    private IEnumerable<XElement> Elements(string name) => _xml.Descendants().Where(element => element.Name.LocalName == name);
}
