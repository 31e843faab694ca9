using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TestOps.Repo.Tests.Assemblies;

/// <summary>Members of other assemblies that an assembly uses, from its metadata: exact where a search in source texts would guess.</summary>
internal static class ReferencedMembers
{
    /// <summary>Names such as <c>System.Threading.Tasks.Task`1.get_Result</c>.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(handle => Name(metadata, metadata.GetMemberReference(handle))).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    private static string? Name(MetadataReader metadata, MemberReference member)
    {
        var type = member.Parent.Kind switch
        {
            HandleKind.TypeReference => Name(metadata, (TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => GenericType(metadata, (TypeSpecificationHandle)member.Parent),
            _ => null,
        };
        return type is null ? null : $"{type}.{metadata.GetString(member.Name)}";
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    /// <summary>The open type of an instantiation (ECMA-335, II.23.2.12); null for arrays and types of this assembly.</summary>
    private static string? GenericType(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadByte();
        var open = signature.ReadTypeHandle();
        return open.Kind == HandleKind.TypeReference ? Name(metadata, (TypeReferenceHandle)open) : null;
    }
}
