using System.Reflection;

namespace TestOps.Repo.Tests.Projects;

/// <summary>Documentation ids of symbols of the framework (C# specification, annex D.4.2), as lists of banned symbols name them.</summary>
internal static class Symbols
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Whether an id names something.</summary>
    public static bool Exists(string id)
    {
        var name = id[2..].Split('(')[0];
        return id[0] == 'T'
            ? TypeOf(name) is not null
            : TypeOf(name[..name.LastIndexOf('.')]) is { } type && Of(type, name[(name.LastIndexOf('.') + 1)..].Split('`')[0]).Contains(id);
    }

    /// <summary>Ids of all public members of a name, overloads included.</summary>
    public static IReadOnlyList<string> Of(Type type, string member) =>
        [.. type.GetMember(member, Public).Select(found => found switch
        {
            MethodInfo method => $"M:{type.FullName}.{method.Name}{Arity(method)}{Parameters(method)}",
            PropertyInfo => $"P:{type.FullName}.{found.Name}",
            FieldInfo => $"F:{type.FullName}.{found.Name}",
            _ => $"?:{type.FullName}.{found.Name}",
        })];

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    private static string Parameters(MethodInfo method) =>
        method.GetParameters() is { Length: > 0 } parameters ? $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})" : "";

    private static string Name(Type type) => type switch
    {
        { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
        { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
        { IsByRef: true } => $"{Name(type.GetElementType()!)}@",
        { IsGenericType: true } => $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}",
        _ => type.FullName!,
    };

    private static Type? TypeOf(string name) =>
        Type.GetType(name) ?? AppDomain.CurrentDomain.GetAssemblies().Append(typeof(HttpClient).Assembly).Append(typeof(System.Diagnostics.Process).Assembly).Append(typeof(Console).Assembly)
            .Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);
}
