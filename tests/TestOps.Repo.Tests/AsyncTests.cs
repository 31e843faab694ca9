using System.Reflection;
using TestOps.Repo.Tests.Assemblies;
using TestOps.Repo.Tests.Rules;

namespace TestOps.Repo.Tests;

/// <summary>Asynchronous methods can be cancelled, and nobody blocks on a task.</summary>
public sealed class AsyncTests
{
    private static readonly string[] Cancellable = ["TestOps.Core", "TestOps.Sim", "TestOps.Load", "TestOps.Store"];

    // Methods whose signature is the framework's.
    private static readonly string[] FrameworkNames = [nameof(IAsyncDisposable.DisposeAsync)];

    [Fact]
    public void PublicMethods_ThatAreAsynchronous_TakeACancellationTokenLast() =>
        RuleExceptions.Check("cancellation", PublicAsyncMethods().Where(method => !EndsInToken(method)).Select(method => Found(method, "its last parameter must be a CancellationToken without a default")));

    [Fact]
    public void PublicMethods_ThatAreAsynchronous_SayItInTheirNames() =>
        RuleExceptions.Check("async name", PublicAsyncMethods().Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(method => Found(method, "its name must end in 'Async'")));

    [Fact]
    public void Assemblies_All_NeverBlockOnATask() =>
        RuleExceptions.Check(
            "blocking",
            from assembly in OurAssemblies.All
            from member in ReferencedMembers.Of(assembly)
            where member is "System.Threading.Tasks.Task`1.get_Result" or "System.Threading.Tasks.ValueTask`1.get_Result" or "System.Threading.Tasks.Task.Wait" or "System.Threading.Tasks.Task.WaitAll"
                or "System.Threading.Tasks.Task.WaitAny"
            select new Finding(assembly.GetName().Name!, $"calls {member}: await the task instead"));

    private static IEnumerable<MethodInfo> PublicAsyncMethods() =>
        from type in Cancellable.SelectMany(project => OurAssemblies.Of(project).GetExportedTypes())
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsAwaitable(method.ReturnType) && !method.IsSpecialName && !FrameworkNames.Contains(method.Name) && !OverridesFramework(method)
        select method;

    private static bool IsAwaitable(Type type)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return open == typeof(Task) || open == typeof(Task<>) || open == typeof(ValueTask) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>);
    }

    private static bool OverridesFramework(MethodInfo method) => method.GetBaseDefinition().DeclaringType!.Namespace?.StartsWith("TestOps.", StringComparison.Ordinal) != true;

    private static bool EndsInToken(MethodInfo method) => method.GetParameters() is [.., { IsOptional: false } last] && last.ParameterType == typeof(CancellationToken);

    private static Finding Found(MethodInfo method, string text) => new($"{method.DeclaringType!.FullName}.{method.Name}", text);
}
